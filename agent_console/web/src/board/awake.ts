// Keeps the screen awake while a page is shown, where the browser can; asked for anew whenever the page comes back.
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null
  let over = false
  const ask = async () => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    // A battery that is low refuses; the screen then sleeps as it would.
    const asked = await navigator.wakeLock.request('screen').catch(() => null)
    if (over) void asked?.release()
    else lock = asked
  }
  void ask()
  document.addEventListener('visibilitychange', ask)
  return () => {
    over = true
    document.removeEventListener('visibilitychange', ask)
    void lock?.release()
  }
}
