export { serve } from './serve.ts'
export { toListener, type Listener, type ListenerOptions } from './to-listener.ts'
export type { HttpLimits, HttpOptions, HttpTimeouts } from './options.ts'
