/** Where the status page stands at the front door; ids of what it tells of are parts of addresses below it. */
export const FRONT_DOOR_STATUS_PATH = '/status'

const SUBSCRIPTIONS = `${FRONT_DOOR_STATUS_PATH}/subscriptions`

/** Where the links of a subscription's mails lead; keys stand in the fragment, but for the one that mail programs post. */
export const SUBSCRIPTION_PATHS = {
  form: SUBSCRIPTIONS,
  confirm: `${SUBSCRIPTIONS}/confirm`,
  manage: `${SUBSCRIPTIONS}/manage`,
  unsubscribe: `${SUBSCRIPTIONS}/unsubscribe`,
} as const
