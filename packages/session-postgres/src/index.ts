export { postgresStore, type PostgresClient, type PostgresStoreOptions } from './postgres-store.ts'
export { postgresSchema } from './postgres-schema.ts'
