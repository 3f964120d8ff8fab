// The address of Asterisk's WebSocket as this browser can reach it.

export function websocketAddress(configured: string, page: { hostname: string }): string {
  return configured.replace(/^(wss?:\/\/)(?=[:/]|$)/, (scheme) => scheme + page.hostname)
}
