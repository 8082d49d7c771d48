export { sqliteStore, type SqliteDatabase, type SqliteStoreOptions } from './sqlite-store.ts'
