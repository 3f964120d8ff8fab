// Whether an invitation asks the telephone to pick up by itself, as desk telephones understand it too.
export function asksToPickUp(alertInfo: string | undefined): boolean {
  return /auto[ -]?answer/i.test(alertInfo ?? '')
}
