// How the console is built and tested: one application, two HTML entries, everything below /assets.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [svelte()],
  // Component tests mount components in happy-dom, so Svelte must resolve to its browser half there.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    rolldownOptions: { input: ['index.html', 'phone.html'] },
  },
  server: {
    proxy: {
      '/api': { target: process.env.SWITCHROOM_URL ?? 'http://127.0.0.1:8080', ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/language/supervising.ts'],
  },
})
