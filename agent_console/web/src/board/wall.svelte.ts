// Whether the board is shown as on a wall: nothing but large figures; the address says so, too.
class Wall {
  on = $state(new URLSearchParams(location.search).has('big'))

  turn(on: boolean): void {
    this.on = on
    history.replaceState(null, '', on ? '/board?big' : '/board')
  }
}

export const wall = new Wall()

// So many columns that all tiles fit on a wide screen without scrolling, each as large as can be.
export function columnsFor(queues: number): number {
  if (queues <= 2) return Math.max(1, queues)
  return queues <= 4 ? 2 : queues <= 9 ? 3 : 4
}
