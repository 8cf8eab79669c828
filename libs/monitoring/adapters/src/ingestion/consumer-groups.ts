/**
 * The group that reads outcomes beside the group that reads predictions. One Kafka group must not mix subscriptions: the
 * client's assigner hands the leader's topics to all members, and a member that did not ask for them reads nothing.
 */
export const outcomesGroup = (group: string): string => `${group}-outcomes`;
