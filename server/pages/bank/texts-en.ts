import type { Texts } from './page-texts.ts'

export const en: Texts = {
  otherLanguage: { code: 'de', name: 'Deutsch' },
  testBank: 'Test bank',
  testBankNote:
    'This bank is invented. It is part of finapi-mock and only there for testing. Please do not enter real credentials.',
  blz: 'Bank code',
  step: (step) => `Step ${step} of 2`,
  login: {
    title: 'Log in',
    button: 'Log in',
    intro: ['', ' would like to read your account information. Log in to review the request.'],
    hint: 'Test login:',
    and: '/',
    wrong: 'Login failed. Please check your credentials and try again.',
    lost: 'Your login is no longer valid. Please log in once more.',
    missing: 'Please fill in both fields.',
  },
  approval: {
    title: 'Allow access?',
    intro: ['', ' asks for access to your account information.'],
    accounts: 'Your accounts',
    noAccounts: 'All your accounts at this bank',
    granted: 'What you allow',
    grants: ['View account details and balances', 'View transactions'],
    notGranted: 'It does not allow payments.',
    validUntil: ['Your consent is valid until ', '. You can withdraw it at any time.'],
    approve: 'Approve',
  },
  cancel: 'Cancel',
  error: 'Error',
  problems: {
    unknown: {
      title: 'We do not know this request',
      text: 'The link is incomplete or wrong. Please go back to the application and start again there.',
    },
    finished: {
      title: 'This request is already done',
      text: 'There is nothing left to do here. You can go back to the application and close this page.',
    },
    expired: {
      title: 'This request has expired',
      text: 'For your safety a request is only valid for a short time. Please go back to the application and start again there.',
    },
    incomplete: {
      title: 'Something was missing',
      text: 'What you sent arrived incomplete. Nothing was approved.',
    },
    'too-large': {
      title: 'That was too much at once',
      text: 'What you sent is too large. Nothing was approved.',
    },
    'not-a-form': {
      title: 'We could not read that',
      text: 'The bank expects a submitted form here (application/x-www-form-urlencoded). Nothing was approved.',
    },
    'not-a-page': {
      title: 'This is not a page',
      text: 'This address only receives your decision. Please go back to the application and start again there.',
    },
  },
  again: 'Go to login',
  accountTypes: new Map([
    ['Checking', 'Current account'],
    ['Savings', 'Savings account'],
    ['CreditCard', 'Credit card'],
    ['Security', 'Securities account'],
    ['Loan', 'Loan'],
    ['Pocket', 'Sub-account'],
    ['Membership', 'Membership'],
    ['Bausparen', 'Building savings contract'],
  ]),
}
