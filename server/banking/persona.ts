import type { components } from '../../scenarios/generated/persona.types.ts'

// The words of a persona file; scenarios/schema/persona.json tells what each field means. Amounts are in euros there
// and in whole cents everywhere else.

type Schemas = components['schemas']

export type Persona = Schemas['Persona']
export type PersonaBank = Schemas['PersonaBank']
export type PersonaAccount = Schemas['PersonaAccount']
export type Habit = Schemas['Habit']
export type ScheduledHabit = Schemas['ScheduledHabit']
export type FrequentHabit = Schemas['FrequentHabit']
export type TransferHabit = Schemas['TransferHabit']
export type SurplusHabit = Schemas['SurplusHabit']
export type Counterpart = Schemas['Counterpart']
export type Amount = Schemas['Amount']
export type AmountRange = Schemas['AmountRange']
export type Range = Schemas['Range']
export type Country = Schemas['Country']
export type Interval = Schemas['Interval']
export type WeekendShift = Schemas['WeekendShift']
export type Method = Schemas['Method']
