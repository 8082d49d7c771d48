import { eachDatabase } from '../../test/each-database.ts'
import { storedAttempts } from './attempts.ts'
import { beginRegistration, mostRegistrations } from './registrations.ts'

eachDatabase(({ open }) => {
  describe('beginRegistration', () => {
    it('counts each address, and all together', async () => {
      const wiki = await open()
      for (let address = 0; address < 10; address++) {
        for (let count = 0; count < mostRegistrations; count++) expect(await beginRegistration(wiki, `192.0.2.${address}`)).toBe(0)
      }
      expect(await beginRegistration(wiki, '192.0.2.1')).toBeGreaterThan(3500)
      expect(await beginRegistration(wiki, '192.0.2.200')).toBeGreaterThan(3500)
    })

    it('begins anew after an hour without any', async () => {
      const wiki = await open()
      for (let count = 0; count < mostRegistrations; count++) await beginRegistration(wiki, '192.0.2.1')
      expect(await beginRegistration(wiki, '192.0.2.1')).toBeGreaterThan(0)
      await wiki.query
        .updateTable('attempts')
        .set({ until: new Date(0).toISOString() })
        .execute()
      expect(await beginRegistration(wiki, '192.0.2.1')).toBe(0)
    })

    it('has nothing to do with tries to log in', async () => {
      const wiki = await open()
      await storedAttempts(wiki).begin('registration', 1, 60)
      expect(await beginRegistration(wiki, '192.0.2.1')).toBe(0)
    })
  })
})
