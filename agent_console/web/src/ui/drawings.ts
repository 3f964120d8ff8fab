// The console's own small drawings: one path each, in a square of 24.

export const drawings = {
  answer: 'M5 4.5c0 8.3 6.2 14.5 14.5 14.5l1-4-4.5-2-2 2c-2.4-1.1-4-2.7-5-5l2-2-2-4.5z',
  reject: 'M3 14.5c5-4.6 13-4.6 18 0l-1.6 3-4.2-1v-2.6c-2-.7-4.4-.7-6.4 0v2.6l-4.2 1z',
  hold: 'M9 6v12M15 6v12',
  retrieve: 'M8 5.5l11 6.5-11 6.5z',
  mute: 'M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6 11.5a6 6 0 0 0 12 0M12 17.5V21M4 4l16 16',
  unmute:
    'M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6 11.5a6 6 0 0 0 12 0M12 17.5V21',
  keypad:
    'M6 5.5h.01M12 5.5h.01M18 5.5h.01M6 11.5h.01M12 11.5h.01M18 11.5h.01M6 17.5h.01M12 17.5h.01M18 17.5h.01',
  note: 'M5 19h4L19 9l-4-4L5 15zM13 7l4 4',
  done: 'M5 12.5l4.5 4.5L19 7.5',
  help: 'M9.2 9.2a2.9 2.9 0 1 1 4.2 2.6c-1 .5-1.4 1.1-1.4 2.2M12 17.6h.01',
  close: 'M6 6l12 12M18 6L6 18',
  play: 'M8 5.5l11 6.5-11 6.5z',
  pause: 'M9 6v12M15 6v12',
  search: 'M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM15 15l5 5',
  add: 'M12 5v14M5 12h14',
  upload: 'M12 16V5M7.5 9.5L12 5l4.5 4.5M5 19h14',
  download: 'M12 5v11M7.5 11.5L12 16l4.5-4.5M5 19.5h14',
  back: 'M14.5 5.5L8 12l6.5 6.5',
  refresh: 'M19 12a7 7 0 1 1-2-5M17.5 3.5V7.5h-4',
  incoming: 'M18 6L7 17M7 9v8h8',
  person: 'M12 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5',
  warning: 'M12 4.5l8.5 15h-17zM12 10v4.5M12 17h.01',
} as const
export type Drawing = keyof typeof drawings
