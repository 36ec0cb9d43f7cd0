export type { Kept } from './dispatch.ts';
export { type Facts, facts } from './facts.ts';
export type { Place } from './here.ts';
export { newId } from './ids.ts';
export { type Drawn, type Entry, type Line, lines } from './lines.ts';
export type { Outgoing } from './outbox.ts';
export { type Change, Session, type SessionOptions } from './session.ts';
export { type Plug, SignedOut, type Status, type Timers } from './socket.ts';
export { type Applied, apply, applyAll, emptyTalk, mark, prepend, type Talk } from './talk.ts';
