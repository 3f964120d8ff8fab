// The formulas of the figures, asked once: the board shows their ids, only the report counts by them.
import { readReport } from '../api/reports'
import type { Formulas } from '../report/figures'

class KnownFormulas {
  all = $state.raw<Formulas>({})

  async ask(): Promise<void> {
    try {
      this.all = (await readReport()).formulas
    } catch {
      // Without the report the figures still carry their own names; the next visit asks again.
    }
  }
}

export const knownFormulas = new KnownFormulas()
