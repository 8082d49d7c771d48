import { engine } from '#engine'
import type { Engine } from './engine.ts'

/** The engine of this platform: `node:zlib` where the `node` condition holds, fflate elsewhere. */
export const platformEngine: Engine = engine
