# The JAR is built in here, not on the host: so Docker is all that is needed, and the image holds exactly this source.
FROM eclipse-temurin:17-jdk AS jar
WORKDIR /source
COPY . .
# mdep.skip leaves out the Keycloak distribution, which only the demo and the tests unpack; the other two, what no image needs.
RUN ./mvnw -B -ntp -Dmaven.test.skip=true -Dmdep.skip=true -Dspotless.check.skip=true -Dcyclonedx.skip=true package

FROM quay.io/keycloak/keycloak:26.7.5 AS optimized
COPY --from=jar /source/target/keycloak-tenant-mfa-*.jar /opt/keycloak/providers/
RUN /opt/keycloak/bin/kc.sh build --db=postgres --health-enabled=true --metrics-enabled=true

FROM quay.io/keycloak/keycloak:26.7.5
COPY --from=optimized /opt/keycloak /opt/keycloak
ENTRYPOINT ["/opt/keycloak/bin/kc.sh"]
CMD ["start", "--optimized"]
