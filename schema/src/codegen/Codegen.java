import io.partywall.schema.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/** Runs the migrations on a fresh PostgreSQL and generates the jOOQ classes from what they made. Part of the build. */
class Codegen {

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            Migrations.of(postgres.getPostgresDatabase()).run();
            GenerationTool.generate(new Configuration()
                    .withLogging(Logging.ERROR)
                    .withJdbc(new Jdbc()
                            .withDriver("org.postgresql.Driver")
                            .withUrl(postgres.getJdbcUrl("postgres", "postgres")))
                    .withGenerator(new Generator()
                            .withDatabase(new Database()
                                    .withInputSchema("app")
                                    .withExcludes("schema_history")
                                    .withIncludeRoutines(true))
                            .withGenerate(new Generate()
                                    .withFluentSetters(true)
                                    .withGeneratedAnnotation(false)
                                    .withKeys(true))
                            .withTarget(new Target()
                                    .withPackageName("io.partywall.schema.jooq")
                                    .withDirectory(arguments[0]))));
        }
    }
}
