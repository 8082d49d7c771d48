/** What `JSON.parse` returns. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** Whether it is an object and no array. */
export function isJsonObject(json: Json | undefined): json is { readonly [name: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
