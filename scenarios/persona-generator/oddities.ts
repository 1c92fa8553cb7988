import type { Habit, Oddity, ScheduledHabit } from '../types.ts'
import type { Drawer } from './drawer.ts'

type DrawHabits = (draw: Drawer) => Habit[]

const drawMissingPurposes: DrawHabits = (draw) => [
  {
    kind: 'frequent',
    name: 'Karte ohne Zweck',
    times: { from: 1, to: 3 },
    amount: { from: -2.5, to: -draw.euros(30, 60) },
    method: 'card',
    with: { name: `Kiosk ${draw.lastName()}-${draw.lastName()}` },
    purpose: null,
  },
  {
    kind: 'scheduled',
    name: 'Überweisung ohne Zweck',
    day: draw.int(4, 24),
    amount: draw.wholeEuros(10, 60),
    method: 'transfer',
    with: draw.payee(draw.person()),
    purpose: [null, null, 'danke'],
  },
]

const drawMissingCounterparts: DrawHabits = (draw) => [
  {
    kind: 'frequent',
    name: 'Karte ohne Namen',
    times: { from: 1, to: 3 },
    amount: { from: -2.5, to: -draw.euros(30, 60) },
    method: 'card',
    with: { name: null },
    purpose: 'Kartenzahlung {day} {time}',
  },
  {
    kind: 'scheduled',
    name: 'Dauerauftrag ohne Namen',
    day: draw.int(4, 24),
    amount: -draw.wholeEuros(10, 60),
    method: 'standing-order',
    with: { ...draw.payee(''), name: null },
    purpose: 'Beitrag {month}',
  },
  {
    kind: 'scheduled',
    name: 'Weder Name noch Zweck',
    day: draw.int(4, 24),
    amount: -draw.euros(1, 9),
    method: 'fee',
    with: { name: null },
    purpose: null,
  },
]

/** Lengths of a purpose: of SEPA, of MT940 (14 lines of 27 characters), and the longest that finAPI documents. */
const PURPOSE_LENGTHS = [140, 378, 2000] as const

const LONGEST_NAME = 80

const drawLongTexts: DrawHabits = (draw) =>
  PURPOSE_LENGTHS.map((length) => ({
    kind: 'scheduled',
    name: `Text von ${length} Zeichen`,
    day: draw.int(2, 26),
    amount: -draw.euros(12, 90),
    method: 'transfer',
    with: draw.payee(longName(draw)),
    purpose: draw.words(length),
  }))

const longName = (draw: Drawer): string => {
  const names = Array.from({ length: LONGEST_NAME / 4 }, () => draw.lastName())
  return `Gemeinschaft ${names.join('-')}`.slice(0, LONGEST_NAME)
}

const drawUmlauts: DrawHabits = (draw) => {
  const name = draw.lastNameWithUmlaut()
  const replaced = name.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss')
  return [
    {
      kind: 'frequent',
      name: 'Sonderzeichen',
      times: { from: 3, to: 6 },
      amount: { from: -3.1, to: -draw.euros(30, 60) },
      method: 'card',
      with: [
        { name: `Bäckerei ${name} & Söhne` },
        // The same name as banks write it: replaced, in capitals, decomposed, and read with the wrong character set.
        { name: `Baeckerei ${replaced} & Soehne` },
        { name: `BÄCKEREI ${name.toUpperCase()}` },
        { name: `Bäckerei ${name}`.normalize('NFD') },
        { name: garble(`Bäckerei ${name}`) },
        { name: 'Łukasz Żółć, Ångström ẞ. & Çelik' },
      ],
      purpose: [
        'Größe, Maß & Gewähr – „Prüfung“ {day}',
        'Grüße aus Österreich: ½ Preis, 3 × 5 € <Bäh>',
        'Überweisung {day}',
      ],
    },
  ]
}

/** Returns UTF-8 that was read as Windows-1252, as some banks deliver it. */
const garble = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => (byte === 0x9f ? 'Ÿ' : String.fromCharCode(byte))).join('')

const drawForeignCurrency: DrawHabits = (draw) => {
  const currencies = ['USD', 'GBP', 'SEK', 'NOK']
  return [
    {
      kind: 'frequent',
      name: 'Karte im Ausland',
      times: { from: 1, to: 3 },
      amount: { from: -4.2, to: -draw.euros(60, 140) },
      method: 'card',
      with: ['AIRPORT CAFE', 'CITY HOTEL', 'MUSEUM SHOP'].map((name) => ({
        name: `${name} ${draw.lastName().toUpperCase()}`,
      })),
      purpose: currencies.map(
        (currency) => `{day} ${currency} {digits:2},{digits:2} Kurs 1,{digits:4} Auslandsentgelt`,
      ),
    },
  ]
}

const drawReturnedDirectDebits: DrawHabits = (draw) =>
  (
    [
      ['Mitgliedschaft', 'Clubhaus', 'mangels Deckung'],
      ['Zeitschrift', 'Leseverlag', 'wegen Widerspruch'],
    ] as const
  ).flatMap(([name, word, reason], index): ScheduledHabit[] => {
    const creditor = draw.creditor(draw.company(word))
    const amount = draw.euros(12, 60)
    const day = draw.int(2, 12)
    const month = index + 1
    const number = draw.digits(6)
    const debit = { kind: 'scheduled', method: 'direct-debit', with: creditor } as const
    return [
      { ...debit, name, day, amount: -amount, purpose: `${name} ${number} Beitrag {month}` },
      {
        ...debit,
        name: `${name}, Rückgabe`,
        every: 'quarter',
        month,
        day: day + 6,
        amount,
        purpose: `Rücklastschrift ${reason} ${name} ${number} Beitrag {month}`,
      },
      {
        ...debit,
        name: `${name}, zweiter Einzug`,
        every: 'quarter',
        month,
        day: day + 14,
        amount: -(Math.round(amount * 100) + 450) / 100,
        purpose: `${name} ${number} Beitrag {month} zzgl. 4,50 EUR Rücklastschriftentgelt`,
      },
    ]
  })

const drawTinyAmounts: DrawHabits = (draw) => [
  {
    kind: 'scheduled',
    name: 'Kontoabschluss',
    every: 'quarter',
    month: 3,
    day: 31,
    weekend: 'previous',
    amount: 0,
    method: 'interest',
    with: { name: 'Testbank Würfelfeld' },
    purpose: 'Abschluss per {date} 0,00 EUR',
  },
  {
    kind: 'scheduled',
    name: 'Kontoprüfung',
    day: draw.int(2, 26),
    amount: 0.01,
    method: 'transfer',
    with: draw.payee(draw.company('Zahlungsdienst')),
    purpose: 'Kontobestätigung Code {digits:4}',
  },
  {
    kind: 'frequent',
    name: 'Kleinstbetrag',
    times: { from: 1, to: 2 },
    amount: -0.01,
    method: 'card',
    with: { name: `Automat ${draw.lastName()}-${draw.lastName()}` },
    purpose: 'Kartenprüfung {day} {time}',
  },
]

/** The habits of the first checking account that each oddity becomes. */
export const ODDITIES: Readonly<Record<Oddity, DrawHabits>> = {
  'missing-purposes': drawMissingPurposes,
  'missing-counterparts': drawMissingCounterparts,
  'long-texts': drawLongTexts,
  umlauts: drawUmlauts,
  'foreign-currency': drawForeignCurrency,
  'returned-direct-debits': drawReturnedDirectDebits,
  'tiny-amounts': drawTinyAmounts,
}
