import { PauseBudget } from './pause-budget.ts'

describe('PauseBudget', () => {
  it('asks for a rest once pauses take more than their share, and for as long as it takes to make up', () => {
    const budget = new PauseBudget(0.01)
    expect(budget.spend(10, 1000)).toBe(0)
    expect(budget.spend(10, 1001)).toBeGreaterThan(50)
    expect(budget.spend(10, 60_000)).toBe(0)
  })

  it('lets a slow look pass in development', () => {
    expect(new PauseBudget(0.5).spend(900, 1000)).toBe(0)
    expect(new PauseBudget(0.5).spend(2000, 1000)).toBeGreaterThan(1900)
  })
})
