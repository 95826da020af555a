// @ts-check
// The shapes that the page speaks of. The first ones are those of the kiosk program (handler.go, view.go).

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
 * @property {boolean} open while the server is away: whether the kiosk holds a number for it
 * @property {'closed' | 'holiday' | 'hours' | 'break' | 'quota' | 'queue_full'} [closedReason]
 * @property {Text} [closedWords] why no numbers are given out, and when they are again
 * @property {string} [opensAt]
 * @property {number} waiting
 * @property {number} [countersOpen]
 * @property {Minutes} estimatedWait
 */
/** @typedef {{name: string, agency: string, queueWord: string, timezone: string}} Office */
/**
 * @typedef {object} State
 * @property {boolean} online
 * @property {boolean} [offline] the server is away, and the kiosk gives the numbers that it holds
 * @property {string} queueWord
 * @property {Office | null} office
 * @property {Service[]} services
 * @property {{state: string}} printer
 * @property {boolean} [voice] whether the kiosk offers to speak
 * @property {boolean} demo
 */
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
 * @property {string} [cause] the printer's state where the paper failed
 * @property {boolean} [offline] given without the server: ahead and estimatedWait are not known
 * @property {number} [copy] which copy the paper is; 0: the first paper
 * @property {boolean} [again] whether it can be printed again
 */
/** @typedef {{code: string, title: string}} Trouble */

/**
 * Where the page takes its data from: the kiosk program or canned screens. All throw Trouble.
 * @typedef {object} Source
 * @property {() => Promise<State>} state
 * @property {(request: PressRequest) => Promise<PressAnswer>} press
 * @property {(key: string) => Promise<PressAnswer>} pressState
 * @property {(key: string) => Promise<PressAnswer>} printAgain
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
 * @property {boolean} voice what the screen asks is spoken
 */
/** @typedef {'large' | 'contrast' | 'reach' | 'voice'} Tool */

/**
 * What a person can do.
 * @typedef {object} Acts
 * @property {(service: Service) => void} choose
 * @property {() => void} togglePriority
 * @property {() => void} complete take the number
 * @property {() => void} missing
 * @property {() => void} retry the same press again
 * @property {() => void} printAgain the paper that did not come out
 * @property {() => void} back one step
 * @property {() => void} home back to the start
 * @property {() => void} toggleLanguage
 * @property {(name: Tool) => void} toggle
 */

export {};
