// @ts-check
// The shapes that the page speaks of. The first four are those of the kiosk program (handler.go, view.go).

/** @typedef {'id' | 'en'} Language */
/** @typedef {{id: string, en: string}} Text */
/** @typedef {{low: number, high: number}} Minutes */
/** @typedef {{key: string, name: Text, note?: Text}} Paper */
/**
 * @typedef {object} Service
 * @property {string} id
 * @property {string} letter
 * @property {Text} name
 * @property {Text} description
 * @property {Paper[]} papers
 * @property {boolean} open
 * @property {number} waiting
 * @property {number} [countersOpen]
 * @property {Minutes} estimatedWait
 */
/** @typedef {{name: string, agency: string, queueWord: string, timezone: string}} Office */
/** @typedef {{online: boolean, queueWord: string, office: Office | null, services: Service[], printer: {state: string}, demo: boolean}} State */
/** @typedef {{key: string, service: string, priority: boolean, language: Language}} PressRequest */
/**
 * @typedef {object} PressAnswer
 * @property {string} number
 * @property {Text} serviceName
 * @property {string} url
 * @property {string} qr
 * @property {number} ahead
 * @property {Minutes} estimatedWait
 * @property {'pending' | 'printed' | 'failed' | 'unknown'} paper
 * @property {string} [cause]
 */
/** @typedef {{code: string, title: string}} Trouble */

/**
 * Where the page takes its data from: the kiosk program or canned screens. All three throw Trouble.
 * @typedef {object} Source
 * @property {() => Promise<State>} state
 * @property {(request: PressRequest) => Promise<PressAnswer>} press
 * @property {(key: string) => Promise<PressAnswer>} pressState
 */

/** @typedef {'services' | 'papers' | 'missing' | 'taking' | 'number' | 'trouble'} Step */
/**
 * All that the page shows.
 * @typedef {object} Model
 * @property {Step} step
 * @property {State | null} state null until the kiosk program has answered
 * @property {Service | null} service the chosen one
 * @property {boolean} priority
 * @property {PressRequest | null} request the press that is under way or was answered
 * @property {PressAnswer | null} answer
 * @property {Trouble | null} trouble
 * @property {boolean} large larger text
 * @property {boolean} contrast higher contrast
 * @property {boolean} reach everything to press in the lower half
 */

/**
 * What a person can do.
 * @typedef {object} Acts
 * @property {(service: Service) => void} choose
 * @property {() => void} togglePriority
 * @property {() => void} complete take the number
 * @property {() => void} missing
 * @property {() => void} retry the same press again
 * @property {() => void} back one step
 * @property {() => void} home back to the start
 * @property {() => void} toggleLanguage
 * @property {(name: 'large' | 'contrast' | 'reach') => void} toggle
 */

export {};
