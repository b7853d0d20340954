package dev.tenantmfa.tenant;

class MfaPolicyTest {}
