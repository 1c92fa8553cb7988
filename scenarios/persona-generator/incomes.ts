import type { Habit, Income } from '../types.ts'
import type { Drawer } from './drawer.ts'

type DrawHabit = (draw: Drawer) => Habit

const drawSalary: DrawHabit = (draw) => ({
  kind: 'scheduled',
  name: 'Gehalt',
  day: draw.int(25, 30),
  weekend: 'previous',
  amount: draw.euros(2200, 4200),
  method: 'salary',
  with: draw.payee(draw.company(draw.pick(['Maschinenbau', 'Klinik', 'Softwarehaus', 'Spedition', 'Planungsbüro']))),
  purpose: `Lohn/Gehalt {month} {year} Pnr. ${draw.digits(5)}`,
  categoryId: 323,
})

const drawSideJob: DrawHabit = (draw) => ({
  kind: 'scheduled',
  name: 'Nebenjob',
  day: draw.int(5, 15),
  amount: { from: draw.euros(280, 400), to: 538 },
  method: 'salary',
  with: draw.payee(draw.company(draw.pick(['Café', 'Buchhandlung', 'Gärtnerei', 'Nachhilfe']))),
  purpose: 'Minijob {lastMonth}',
  categoryId: 323,
})

const drawFreelance: DrawHabit = (draw) => ({
  kind: 'frequent',
  name: 'Honorare',
  times: { from: 2, to: 5 },
  amount: { from: draw.euros(280, 420), to: draw.euros(1400, 1900) },
  method: 'transfer',
  with: ['Agentur', 'Verlag', 'Beratung', 'Filmproduktion'].map((word) => draw.payee(draw.company(word))),
  purpose: ['Rechnung {year}-{digits:3}', 'Honorar RE {digits:4}', 'RE-Nr. {digits:6} vom {day} Vielen Dank'],
  categoryId: 320,
})

const drawPension: DrawHabit = (draw) => ({
  kind: 'scheduled',
  name: 'Rente',
  day: 31,
  weekend: 'previous',
  amount: draw.euros(1100, 2300),
  method: 'salary',
  with: draw.payee(draw.company('Versorgungswerk')),
  purpose: `Rente {mm}/{year} Vers.Nr. ${draw.digits(11)}`,
  categoryId: 321,
})

const drawChildBenefit: DrawHabit = (draw) => ({
  kind: 'scheduled',
  name: 'Kindergeld',
  day: draw.int(3, 21),
  amount: draw.pick([255, 510, 765]),
  method: 'transfer',
  with: draw.payee(`Familienkasse Bezirk ${draw.int(2, 99)}`),
  purpose: `Kindergeld {mm}/{year} KG-Nr. ${draw.digits(9)}`,
  categoryId: 322,
})

const drawStudentGrant: DrawHabit = (draw) => ({
  kind: 'scheduled',
  name: 'Studienförderung',
  day: 31,
  weekend: 'previous',
  amount: draw.wholeEuros(380, 930),
  method: 'transfer',
  with: draw.payee(`Förderkasse Bezirk ${draw.int(2, 99)}`),
  purpose: `Förderung {mm}/{year} Az. ${draw.digits(8)}`,
  categoryId: 320,
})

const drawRentalIncome: DrawHabit = (draw) => ({
  kind: 'scheduled',
  name: 'Mieteinnahmen',
  day: draw.int(1, 5),
  amount: draw.wholeEuros(420, 980),
  method: 'standing-order',
  with: draw.payee(draw.person()),
  purpose: `Miete {month} {year} ${draw.street()}`,
  categoryId: 324,
})

/** The habit that each kind of income becomes. */
export const INCOMES: Readonly<Record<Income, DrawHabit>> = {
  salary: drawSalary,
  'side-job': drawSideJob,
  freelance: drawFreelance,
  pension: drawPension,
  'child-benefit': drawChildBenefit,
  'student-grant': drawStudentGrant,
  'rental-income': drawRentalIncome,
}
