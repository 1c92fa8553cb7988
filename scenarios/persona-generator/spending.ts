import type { AmountRange, Counterpart, FrequentHabit, Habit, ScheduledHabit, Spending } from '../types.ts'
import type { Drawer } from './drawer.ts'

/** The accounts of the bookings: fixed costs in the first checking account, everyday spending in the last one or on a card. */
export type Place = 'fixed' | 'everyday' | 'card'

/** A kind of spending: where its bookings appear, and its habits. */
export interface SpendingKind {
  readonly place: Place
  readonly draw: (draw: Drawer) => Habit[]
}

type Fixed = Omit<ScheduledHabit, 'kind' | 'method'>

const directDebit = (habit: Fixed): ScheduledHabit => ({ kind: 'scheduled', method: 'direct-debit', ...habit })
const standingOrder = (habit: Fixed): ScheduledHabit => ({ kind: 'scheduled', method: 'standing-order', ...habit })

const PURCHASE_TEXTS = [
  'Kartenzahlung {day} {time} Terminal {digits:8}',
  'EC {digits:8} {date} {time} ME4',
  'Kartenzahlung {day} {time} kontaktlos',
]

/** Card payments on some days of a month, at any of a few shops. */
const purchases = (
  name: string,
  times: { from: number; to: number },
  amount: AmountRange,
  { shops, categoryId }: { shops: Counterpart[]; categoryId: number },
): FrequentHabit => ({
  kind: 'frequent',
  name,
  times,
  amount,
  method: 'card',
  with: shops,
  purpose: PURCHASE_TEXTS,
  categoryId,
})

/** Shops of these kinds, each with a double name. */
const shops = (draw: Drawer, kinds: readonly string[]): Counterpart[] =>
  kinds.map((kind) => ({ name: `${kind} ${draw.lastName()}-${draw.lastName()}` }))

const drawRent = (draw: Drawer): Habit[] => [
  standingOrder({
    name: 'Miete',
    day: draw.int(1, 3),
    amount: -draw.wholeEuros(480, 1250),
    with: draw.payee(draw.company(draw.pick(['Hausverwaltung', 'Wohnbau', 'Immobilien']))),
    purpose: `Miete {mm}/{year} ${draw.street()}`,
    categoryId: 550,
  }),
]

const drawEnergy = (draw: Drawer): Habit[] => [
  directDebit({
    name: 'Strom',
    day: draw.int(5, 15),
    amount: -draw.wholeEuros(48, 130),
    with: draw.creditor(draw.company('Stromwerk')),
    purpose: `Abschlag {mm}/{year} Vertragskonto ${draw.digits(10)}`,
    categoryId: 427,
  }),
]

const drawInternet = (draw: Drawer): Habit[] => [
  directDebit({
    name: 'Internet',
    day: draw.int(10, 20),
    amount: -draw.pick([29.99, 34.95, 39.99, 44.95]),
    with: draw.creditor(draw.company('Datennetz')),
    purpose: 'Rechnung {digits:9} Internet und Telefon {month}',
    categoryId: 404,
  }),
  directDebit({
    name: 'Mobilfunk',
    day: draw.int(10, 25),
    amount: { from: -draw.euros(8, 15), to: -draw.euros(16, 30) },
    with: draw.creditor(draw.company('Funknetz')),
    purpose: `Mobilfunk {mm}/{year} Kd. ${draw.digits(8)}`,
    categoryId: 405,
  }),
]

const drawInsurance = (draw: Drawer): Habit[] => [
  directDebit({
    name: 'Haftpflicht',
    every: 'year',
    month: draw.int(1, 12),
    day: 1,
    amount: -draw.euros(45, 95),
    with: draw.creditor(draw.company('Versicherung')),
    purpose: `Privathaftpflicht ${draw.digits(9)} Beitrag ab {date}`,
    categoryId: 420,
  }),
  directDebit({
    name: 'Hausrat',
    every: 'quarter',
    month: draw.int(1, 3),
    day: 1,
    amount: -draw.euros(18, 48),
    with: draw.creditor(draw.company('Versicherung')),
    purpose: `Hausrat ${draw.digits(9)} Beitrag ab {date}`,
    categoryId: 423,
  }),
]

const drawGroceries = (draw: Drawer): Habit[] => [
  purchases(
    'Einkauf',
    { from: 9, to: 14 },
    { from: -4.1, to: -draw.euros(55, 85) },
    {
      shops: shops(draw, ['Supermarkt', 'Discount', 'Hofladen', 'Bäckerei']),
      categoryId: 402,
    },
  ),
]

const drawDrugstore = (draw: Drawer): Habit[] => [
  purchases(
    'Drogerie',
    { from: 2, to: 3 },
    { from: -3.2, to: -draw.euros(24, 38) },
    {
      shops: shops(draw, ['Drogeriemarkt']),
      categoryId: 403,
    },
  ),
]

const drawRestaurants = (draw: Drawer): Habit[] => [
  purchases(
    'Essen gehen',
    { from: 3, to: 7 },
    { from: -6.9, to: -draw.euros(38, 72) },
    {
      shops: shops(draw, ['Gasthaus', 'Imbiss', 'Café', 'Pizzeria']),
      categoryId: 378,
    },
  ),
]

const drawStreaming = (draw: Drawer): Habit[] =>
  ['Filme', 'Musik'].map(
    (name): ScheduledHabit => ({
      kind: 'scheduled',
      name,
      day: draw.int(2, 27),
      amount: -draw.pick([5.99, 9.99, 10.99, 13.99]),
      method: 'card',
      with: { name: `${name.toUpperCase()}DIENST ${draw.lastName()}-${draw.lastName()}` },
      purpose: 'Monatsabo {month}',
      categoryId: 374,
    }),
  )

const drawMobility = (draw: Drawer): Habit[] => [
  directDebit({
    name: 'Zeitkarte',
    day: draw.int(1, 5),
    amount: -draw.pick([49, 58, 63, 79.9]),
    with: draw.creditor(draw.company('Verkehrsbetriebe')),
    purpose: `Abo {month} {year} Kd. ${draw.digits(7)}`,
    categoryId: 545,
  }),
  purchases(
    'Fahrten',
    { from: 1, to: 4 },
    { from: -2.8, to: -draw.euros(28, 65) },
    {
      shops: shops(draw, ['Taxi', 'Mietrad', 'Tankstelle']),
      categoryId: 301,
    },
  ),
]

const drawClothing = (draw: Drawer): Habit[] => [
  purchases(
    'Kleidung',
    { from: 0, to: 2 },
    { from: -14.9, to: -draw.euros(85, 160) },
    {
      shops: shops(draw, ['Modehaus', 'Schuhe']),
      categoryId: 386,
    },
  ),
]

const drawOnlineShopping = (draw: Drawer): Habit[] => [
  {
    kind: 'frequent',
    name: 'Bestellungen',
    times: { from: 2, to: 5 },
    amount: { from: -7.9, to: -draw.euros(70, 150) },
    method: 'card',
    with: shops(draw, ['VERSAND', 'MARKTPLATZ', 'ONLINESHOP']),
    purpose: 'Bestellung {digits:3}-{digits:7}',
    categoryId: 390,
  },
]

const drawHealth = (draw: Drawer): Habit[] => [
  purchases(
    'Apotheke',
    { from: 0, to: 2 },
    { from: -4.5, to: -draw.euros(28, 55) },
    {
      shops: shops(draw, ['Apotheke']),
      categoryId: 346,
    },
  ),
  {
    kind: 'frequent',
    name: 'Arztrechnung',
    times: { from: 0, to: 1 },
    amount: { from: -28, to: -draw.euros(90, 180) },
    method: 'transfer',
    with: draw.payee(`Praxis Dr. ${draw.lastName()}-${draw.lastName()}`),
    purpose: 'Rechnung {digits:6} vom {date}',
    categoryId: 347,
  },
]

const drawSports = (draw: Drawer): Habit[] => [
  directDebit({
    name: 'Sport',
    day: draw.int(1, 15),
    amount: -draw.pick([19.9, 24.9, 34.9, 49]),
    with: draw.creditor(draw.company('Fitnesshaus')),
    purpose: `Mitgliedsbeitrag {month} Nr. ${draw.digits(6)}`,
    categoryId: 377,
  }),
]

const drawChildcare = (draw: Drawer): Habit[] => [
  directDebit({
    name: 'Kita',
    day: draw.int(1, 10),
    amount: -draw.wholeEuros(140, 320),
    with: draw.creditor(`Kinderhaus ${draw.lastName()}-${draw.lastName()} e.V.`),
    purpose: 'Betreuung und Essen {mm}/{year}',
    categoryId: 357,
  }),
  standingOrder({
    name: 'Taschengeld',
    day: 1,
    amount: -draw.wholeEuros(10, 40),
    with: draw.payee(draw.person()),
    purpose: 'Taschengeld {month}',
    categoryId: 360,
  }),
]

const drawPets = (draw: Drawer): Habit[] => [
  purchases(
    'Haustier',
    { from: 1, to: 2 },
    { from: -8.5, to: -draw.euros(35, 70) },
    {
      shops: shops(draw, ['Tierbedarf', 'Tierarztpraxis']),
      categoryId: 407,
    },
  ),
]

const drawTravel = (draw: Drawer): Habit[] => [
  {
    kind: 'frequent',
    name: 'Reisen',
    times: { from: 0, to: 1 },
    amount: { from: -68, to: -draw.euros(280, 520) },
    method: 'card',
    with: shops(draw, ['HOTEL', 'PENSION', 'FERIENHAUS']),
    purpose: 'Folio {digits:6} {date}',
    categoryId: 410,
  },
]

const drawDonations = (draw: Drawer): Habit[] => [
  standingOrder({
    name: 'Spende',
    day: draw.int(10, 20),
    amount: -draw.pick([5, 10, 15, 25]),
    with: draw.payee(`Förderverein ${draw.lastName()}-${draw.lastName()} e.V.`),
    purpose: 'Spende {month} {year}',
    categoryId: 379,
  }),
]

const drawCash = (): Habit[] => [
  {
    kind: 'frequent',
    name: 'Bargeld',
    times: { from: 2, to: 4 },
    amount: { from: -20, to: -160, step: 10 },
    method: 'cash',
    with: { name: 'Geldautomat Testbank Würfelfeld' },
    purpose: 'GA {digits:3}/{mm} {day} {time} Uhr',
    categoryId: 335,
  },
]

const drawTaxes = (draw: Drawer): Habit[] => [
  {
    kind: 'scheduled',
    name: 'Einkommensteuer',
    every: 'quarter',
    month: 3,
    day: 10,
    amount: -draw.wholeEuros(250, 780),
    method: 'transfer',
    with: draw.payee(`Finanzkasse Bezirk ${draw.int(2, 99)}`),
    purpose: `ESt-Vorauszahlung {mm}/{year} StNr. ${draw.digits(3)}/${draw.digits(5)}`,
  },
]

/** The habits that each kind of spending becomes. */
export const SPENDING: Readonly<Record<Spending, SpendingKind>> = {
  rent: { place: 'fixed', draw: drawRent },
  energy: { place: 'fixed', draw: drawEnergy },
  internet: { place: 'fixed', draw: drawInternet },
  insurance: { place: 'fixed', draw: drawInsurance },
  groceries: { place: 'everyday', draw: drawGroceries },
  drugstore: { place: 'everyday', draw: drawDrugstore },
  restaurants: { place: 'everyday', draw: drawRestaurants },
  streaming: { place: 'card', draw: drawStreaming },
  mobility: { place: 'everyday', draw: drawMobility },
  clothing: { place: 'card', draw: drawClothing },
  'online-shopping': { place: 'card', draw: drawOnlineShopping },
  health: { place: 'everyday', draw: drawHealth },
  sports: { place: 'fixed', draw: drawSports },
  childcare: { place: 'fixed', draw: drawChildcare },
  pets: { place: 'everyday', draw: drawPets },
  travel: { place: 'card', draw: drawTravel },
  donations: { place: 'fixed', draw: drawDonations },
  cash: { place: 'everyday', draw: drawCash },
  taxes: { place: 'fixed', draw: drawTaxes },
}

/** The default kinds of spending of a persona. */
export const DEFAULT_SPENDING: readonly Spending[] = [
  'rent',
  'energy',
  'internet',
  'insurance',
  'groceries',
  'restaurants',
  'mobility',
  'streaming',
]
