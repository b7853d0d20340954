package dev.tenantmfa.it.apart;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * All classes that need two nodes, in one process of the build, so that they share the nodes. By its name it comes first:
 * it takes longest, and while its nodes wait, the other processes use the machine.
 */
@Suite
@SelectPackages("dev.tenantmfa.it")
@IncludeClassNamePatterns(".*ClusterIT")
class AllClusterTestsIT {}
