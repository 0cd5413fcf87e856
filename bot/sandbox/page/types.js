/**
 * The shapes of the control API (bot/sandbox/README.md), for editors and type checkers; no code.
 *
 * @typedef {{id: number, is_bot: boolean, first_name: string, last_name?: string,
 *   username?: string, language_code?: string, blocked_bot?: boolean, deactivated?: boolean,
 *   started?: boolean}} Person
 *
 * @typedef {{person_id: number, status: string, is_anonymous: boolean,
 *   rights: Record<string, boolean>}} Member
 *
 * @typedef {{message_thread_id: number, name: string, icon_color: number, is_closed: boolean,
 *   is_general: boolean}} Topic
 *
 * @typedef {{id: number, type: "private" | "group" | "supergroup" | "channel", title?: string,
 *   username?: string, first_name?: string, last_name?: string, person_id?: number,
 *   is_forum: boolean, members: Member[], bot_status: string, bot_rights: Record<string, boolean>,
 *   topics: Topic[], pinned_message_id: number | null, migrated_to: number | null,
 *   migrated_from: number | null}} Chat
 *
 * @typedef {{type: string, offset: number, length: number, url?: string, user?: Person,
 *   language?: string}} Entity
 *
 * @typedef {{text: string, url?: string, callback_data?: string, login_url?: {url: string},
 *   web_app?: {url: string}}} InlineButton
 *
 * @typedef {Record<string, any> & {message_id: number, chat: {id: number}, date: number,
 *   edit_date?: number, from?: Person, sender_chat?: any, text?: string, entities?: Entity[],
 *   caption?: string, caption_entities?: Entity[], by_bot: boolean,
 *   reply_markup?: {inline_keyboard?: InlineButton[][]}}} Message
 *
 * @typedef {{n: number, method: string, chat_id: number | string | null,
 *   params: Record<string, any>, at: number, monotonic: number, seconds: number, status: number,
 *   error: string | null, fault: string | null, complaint: string | null}} Call
 *
 * @typedef {{id: number, kind: string, method: string | null, chat_id: number | null,
 *   text_contains: string | null, skip: number, times: number | null, fired: number,
 *   seconds: number | null, status: number | null, description: string | null,
 *   migrate_to_chat_id: number | null}} Fault
 *
 * @typedef {{enabled: boolean, overall_per_second: number, chat_per_second: number,
 *   group_per_minute: number}} Flood
 *
 * @typedef {Person & {description: string, short_description: string, privacy: boolean,
 *   inline: boolean, query_lifetime: number, polling: boolean, webhook_url: string}} Bot
 *
 * @typedef {{n: number, call: number, method: string, text: string, at: number}} Complaint
 *
 * @typedef {Record<string, any> & {seq: number, at: number, type: string}} Event
 *
 * @typedef {{seq: number, bot: Bot, people: Person[], chats: Chat[],
 *   messages: Record<string, Message[]>, commands: any[], faults: Fault[], flood: Flood,
 *   complaints: number, calls: number, schema_check: string}} Snapshot
 */

export {};
