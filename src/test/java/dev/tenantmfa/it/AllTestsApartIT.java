package dev.tenantmfa.it;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * All classes with servers of their own, and then all that need two nodes, in one process of the build. So the nodes are started once,
 * and this process never starts the server that the classes of another process share. By its name it comes first: it takes longest, and
 * while its nodes wait, the other processes use the machine. The first one
 * is the class whose server no other process waits for.
 */
@Suite
@SelectPackages("dev.tenantmfa.it")
@IncludeClassNamePatterns({".*\\.apart\\..*IT", ".*ClusterIT"})
@ConfigurationParameter(
        key = "junit.jupiter.testclass.order.default",
        value = "org.junit.jupiter.api.ClassOrderer$ClassName")
class AllTestsApartIT {}
