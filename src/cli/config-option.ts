/** The configuration that a command works by. */
export const CONFIG_OPTION = { type: 'string', value: '<gatehouse.yaml>', about: 'the configuration' } as const
