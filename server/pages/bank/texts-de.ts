import type { Texts } from './page-texts.ts'

export const de: Texts = {
  otherLanguage: { code: 'en', name: 'English' },
  testBank: 'Testbank',
  testBankNote:
    'Diese Bank ist erfunden. Sie gehört zu finapi-mock und dient nur zum Testen. Bitte keine echten Zugangsdaten eingeben.',
  blz: 'BLZ',
  step: (step) => `Schritt ${step} von 2`,
  login: {
    title: 'Anmelden',
    button: 'Anmelden',
    intro: ['', ' möchte Ihre Kontoinformationen abrufen. Melden Sie sich an, um die Anfrage zu prüfen.'],
    hint: 'Test-Login:',
    and: '/',
    wrong: 'Die Anmeldung hat nicht geklappt. Bitte prüfen Sie Ihre Zugangsdaten und versuchen Sie es erneut.',
    lost: 'Ihre Anmeldung ist nicht mehr gültig. Bitte melden Sie sich noch einmal an.',
    missing: 'Bitte füllen Sie beide Felder aus.',
  },
  approval: {
    title: 'Zugriff erlauben?',
    intro: ['', ' bittet um Zugriff auf Ihre Kontoinformationen.'],
    accounts: 'Ihre Konten',
    noAccounts: 'Alle Ihre Konten bei dieser Bank',
    granted: 'Das erlauben Sie',
    grants: ['Kontodaten und Kontostände ansehen', 'Umsätze ansehen'],
    notGranted: 'Zahlungen sind damit nicht möglich.',
    validUntil: ['Die Zustimmung gilt bis ', '. Sie können sie jederzeit widerrufen.'],
    approve: 'Zustimmen',
  },
  cancel: 'Abbrechen',
  error: 'Fehler',
  problems: {
    unknown: {
      title: 'Diese Anfrage kennen wir nicht',
      text: 'Der Link ist unvollständig oder falsch. Bitte kehren Sie zur Anwendung zurück und beginnen Sie dort noch einmal.',
    },
    finished: {
      title: 'Diese Anfrage ist schon erledigt',
      text: 'Hier gibt es nichts mehr zu tun. Sie können zur Anwendung zurückkehren und diese Seite schließen.',
    },
    expired: {
      title: 'Diese Anfrage ist abgelaufen',
      text: 'Zu Ihrer Sicherheit gilt eine Anfrage nur kurze Zeit. Bitte kehren Sie zur Anwendung zurück und beginnen Sie dort noch einmal.',
    },
    incomplete: {
      title: 'Da hat etwas gefehlt',
      text: 'Ihre Eingabe ist unvollständig angekommen. Es wurde nichts freigegeben.',
    },
    'too-large': {
      title: 'Das war zu viel auf einmal',
      text: 'Ihre Eingabe ist zu groß. Es wurde nichts freigegeben.',
    },
    'not-a-form': {
      title: 'Das konnten wir nicht lesen',
      text: 'Die Bank erwartet hier ein abgeschicktes Formular (application/x-www-form-urlencoded). Es wurde nichts freigegeben.',
    },
    'not-a-page': {
      title: 'Hier geht es nicht weiter',
      text: 'Diese Adresse nimmt nur Ihre Entscheidung entgegen. Bitte kehren Sie zur Anwendung zurück und beginnen Sie dort noch einmal.',
    },
  },
  again: 'Zur Anmeldung',
  accountTypes: new Map([
    ['Checking', 'Girokonto'],
    ['Savings', 'Sparkonto'],
    ['CreditCard', 'Kreditkarte'],
    ['Security', 'Depot'],
    ['Loan', 'Kredit'],
    ['Pocket', 'Unterkonto'],
    ['Membership', 'Mitgliedschaft'],
    ['Bausparen', 'Bausparvertrag'],
  ]),
}
