import type { Language } from '../../core/text.ts'

/** The texts of the device page. */
export interface DeviceTexts {
  title: string
  intro: string
  nothing: string
  /** The bank's message. */
  at: string
  forUser: string
  approve: string
  decline: string
  expire: string
  code: string
  choose: string
  visit: string
  decided: { approved: string; declined: string }
  until: string
  gone: string
  locked: string
  token: string
  unlock: string
}

const de: DeviceTexts = {
  title: 'Ihr Gerät',
  intro:
    'Hier kommt an, was die Banken von den Nutzern wissen wollen: Freigaben, TANs und Besuche auf der Seite der Bank.',
  nothing: 'Zurzeit wartet nichts auf Sie.',
  at: 'bei',
  forUser: 'Nutzer',
  approve: 'Freigeben',
  decline: 'Ablehnen',
  expire: 'Ablaufen lassen',
  code: 'Ihr Code',
  choose: 'Die Anwendung fragt, welches Verfahren Sie verwenden:',
  visit: 'Zur Seite der Bank',
  decided: {
    approved: 'Freigegeben. Die Anwendung erfährt es, wenn sie das nächste Mal fragt.',
    declined: 'Abgelehnt. Die Anwendung erfährt es, wenn sie das nächste Mal fragt.',
  },
  until: 'Gültig bis',
  gone: 'Das war nicht mehr möglich: Die Anfrage ist erledigt oder abgelaufen.',
  locked:
    'Dieses Gerät gehört zu einem Server, der ein Token verlangt: das, mit dem er gestartet wurde, oder sonst das, das er beim Start ausgegeben hat.',
  token: 'Token',
  unlock: 'Öffnen',
}

const en: DeviceTexts = {
  title: 'Your device',
  intro: "What banks want from their users arrives here: approvals, TANs and visits to the bank's page.",
  nothing: 'Nothing is waiting for you.',
  at: 'at',
  forUser: 'User',
  approve: 'Approve',
  decline: 'Decline',
  expire: 'Let it expire',
  code: 'Your code',
  choose: 'The application asks which procedure you use:',
  visit: "Open the bank's page",
  decided: {
    approved: 'Approved. The application learns of it when it asks again.',
    declined: 'Declined. The application learns of it when it asks again.',
  },
  until: 'Valid until',
  gone: 'That was no longer possible: the request is done or has expired.',
  locked:
    'This device belongs to a server that requires a token: the one that it was started with, or else the one that it printed when it started.',
  token: 'Token',
  unlock: 'Open',
}

export const deviceTexts: Readonly<Record<Language, DeviceTexts>> = { de, en }
