/** A module of others that an application may have installed; undefined where it has not. */
export function installedModule(name: string): unknown {
  const createRequire = globalThis.process?.getBuiltinModule?.('node:module')?.createRequire
  try {
    return createRequire?.(import.meta.url)(name)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND' && error.message.includes(`'${name}'`))
      return undefined
    throw error
  }
}
