// Whether this tab's phone is in a call, known to every page without loading the desk.

class OnCall {
  active = $state(false)
}

export const onCall = new OnCall()
