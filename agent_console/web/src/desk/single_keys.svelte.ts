// Whether single letters give orders. Someone who dictates or brushes the keyboard can switch them off.

const STORED_AS = 'switchroom.single-keys'

class SingleKeys {
  on = $state(localStorage.getItem(STORED_AS) !== 'off')

  set(on: boolean): void {
    this.on = on
    localStorage.setItem(STORED_AS, on ? 'on' : 'off')
  }
}

export const singleKeys = new SingleKeys()
