/** The role matrix: what a role may do by REST, so that nothing is shown that would be refused. */
export const ROLES = ['OWNER', 'ADMIN', 'MEMBER'];

export const isOwner = me => me.role === 'OWNER';
export const isManager = me => me.role !== 'MEMBER';
export const manages = (me, role) => isOwner(me) || (me.role === 'ADMIN' && role !== 'OWNER');
export const grantable = me => ROLES.filter(role => manages(me, role));

const isSelf = (me, member) => member.id === me.id;

/** Members of several tenants show no methods: their second factor protects others too. */
const isShared = member => member.mfa !== undefined && member.mfa.methods === undefined;

export function actionsOn(me, member) {
  const other = manages(me, member.role) && !isSelf(me, member);
  return {
    role: manages(me, member.role),
    suspend: manages(me, member.role) && member.is_active,
    activate: manages(me, member.role) && !member.is_active,
    reset: other && !isShared(member) && (member.mfa?.enrolled ?? true),
    pass: other && !isShared(member),
    exempt: isOwner(me) && !isSelf(me, member),
    transfer: isOwner(me) && !isSelf(me, member) && member.is_active,
    remove: other,
    leave: isSelf(me, member),
    shared: other && isShared(member),
  };
}
