// @ts-check
// The members of the contract (/api/v1/openapi.json) that this page reads.

/** @typedef {{id: string, en: string}} Text */
/** @typedef {{id: string, letter: string, name: Text, papers: {key: string, name: Text, note?: Text}[], waiting: number}} Service */
/** @typedef {{id: string, name: string, services: string[], open: boolean, mine: boolean, staffName?: string}} Counter */
/**
 * @typedef {object} Ticket
 * @property {string} id
 * @property {string} number
 * @property {string} service
 * @property {string} home
 * @property {boolean} priority
 * @property {'waiting'|'called'|'serving'|'parked'|'no_show'|'done'} status
 * @property {number} calls
 * @property {number} callLimit
 * @property {'pending'|'printed'|'failed'|'unknown'} paper
 * @property {string} issuedAt
 * @property {string} [calledAt]
 * @property {string} [servedAt]
 */
/** @typedef {{counter: Counter, ticket?: Ticket, seq: number, now: string, waiting: number, next: Ticket[], parked: Ticket[], noShows: Ticket[]}} Desk */
/** @typedef {{user: string, name: string, roles: string[], counter?: string}} Session */
/** @typedef {{name: string, agency: string, timezone: string}} Office */

/** @typedef {{level: string, school: string, major?: string, year?: number}} Education */
/**
 * @typedef {object} SeekerData
 * @property {string} name
 * @property {string} birthPlace
 * @property {string} birthDate
 * @property {string} sex
 * @property {string} marital
 * @property {string} religion
 * @property {string} address
 * @property {string} [phone]
 * @property {Education[]} [education]
 * @property {string} [experience]
 */
/** @typedef {{code: string, field: string, title: string}} Warning */
/** @typedef {{id: string, number: string, seeker: string, issuedOn: string, expiresOn: string, status: 'valid'|'report_due'|'lapsed'|'expired'|'replaced'|'lost'|'damaged'|'placed'}} Card */
/** @typedef {{id: string, data: SeekerData, warnings: Warning[], card?: Card, updatedAt: string}} Seeker */
/** @typedef {{birthDate: string, sex: string, region?: string, warnings: Warning[], seeker?: Seeker}} NikFacts */

/** @typedef {'coming'|'due'|'running'|'done'|'skipped'} ActivityState */
/** @typedef {{key: string, name: Text, actor: string, standard: number, optional?: Text, canBeWrong?: boolean, round: number, state: ActivityState, spent?: number}} VisitActivity */
/**
 * @typedef {object} Visit
 * @property {string} id
 * @property {string} ticket
 * @property {string} number
 * @property {string} [seeker]
 * @property {string} [ending]
 * @property {string} [due]
 * @property {string} [dueSince]
 * @property {boolean} [mine]
 * @property {VisitActivity[]} activities
 * @property {number} misprints
 * @property {string[]} missing
 */
/** @typedef {{absent: boolean, reason?: string, since?: string, deputy?: string, deputies: {id: string, name: string}[]}} Absence */
/** @typedef {{card: Card, seeker: string, name: string, nikMasked: string, sex: string, birthPlace: string, birthDate: string, address: string, education?: string, issuedBy?: string}} RegisterEntry */

export {};
