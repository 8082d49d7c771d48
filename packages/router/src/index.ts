export { router, type Router, type RouterOptions } from './router.ts'
export { route, type HrefOptions, type Route } from './route.ts'
export type { Params } from './params.ts'
