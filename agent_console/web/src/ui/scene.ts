// Where a part of the board is shown to be looked at only: a film of the past, with a time of its own, or a wall.
import { getContext, setContext } from 'svelte'

export interface Scene {
  past: boolean
  now: number
}
const KEY = Symbol('scene')

export const setScene = (scene: Scene): void => void setContext(KEY, scene)
export const sceneOf = (): Scene | undefined => getContext<Scene | undefined>(KEY)
