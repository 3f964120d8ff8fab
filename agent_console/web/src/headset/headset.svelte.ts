// The headset whose buttons work here: connected once by hand, and found again by the browser from then on.
import { Buttons, type ButtonOrder } from './buttons'
import { TELEPHONY, type Hid, type HidDevice } from './hid'
import { lampReports, layoutOf, type Layout } from './layout'

const hid = (): Hid | undefined => (navigator as { hid?: Hid }).hid

class Headset {
  readonly possible = hid() !== undefined
  name = $state('')
  problem = $state('')
  ordered: (order: ButtonOrder) => void = () => {}
  private device: HidDevice | null = null
  private lamps: Layout | null = null
  private lit: ReadonlySet<number> = new Set()

  // What the browser remembers from before needs no question.
  async find(): Promise<void> {
    if (!this.possible || this.device) return
    hid()!.addEventListener('connect', () => void this.reopen())
    hid()!.addEventListener('disconnect', (event) => {
      if ((event as unknown as { device: HidDevice }).device === this.device) this.forget()
    })
    await this.reopen()
  }

  async connect(): Promise<void> {
    this.problem = ''
    const chosen = await hid()?.requestDevice({ filters: [{ usagePage: TELEPHONY }] })
    if (chosen?.length) await this.use(this.telephone(chosen) ?? chosen[0]!)
  }

  // The first of several interfaces of a headset that has a telephone's buttons.
  private telephone(devices: HidDevice[]): HidDevice | undefined {
    return devices.find((each) => each.collections.some((one) => one.usagePage === TELEPHONY))
  }

  private async reopen(): Promise<void> {
    const found = this.telephone((await hid()?.getDevices()) ?? [])
    if (found && !this.device) await this.use(found)
  }

  private async use(device: HidDevice): Promise<void> {
    try {
      if (!device.opened) await device.open()
    } catch (error) {
      this.problem = (error as Error).message
      return
    }
    const buttons = new Buttons(layoutOf(device.collections, 'inputReports'))
    device.addEventListener('inputreport', (event) => {
      const { reportId, data } = event as unknown as { reportId: number; data: DataView }
      for (const order of buttons.hear(reportId, data)) this.ordered(order)
    })
    this.device = device
    this.lamps = layoutOf(device.collections, 'outputReports')
    this.name = device.productName
    this.show(this.lit)
  }

  private forget(): void {
    this.device = this.lamps = null
    this.name = ''
  }

  show(lit: ReadonlySet<number>): void {
    this.lit = lit
    if (!this.device || !this.lamps) return
    for (const [report, data] of lampReports(this.lamps, lit))
      // A headset that was just pulled out has no lamps to light.
      void this.device.sendReport(report, data).catch(() => {})
  }
}

export const headset = new Headset()
