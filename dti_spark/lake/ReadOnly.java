package dti_spark;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.analysis.ResolvedTable;
import org.apache.spark.sql.catalyst.analysis.UnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedNamespace;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTable;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableOrView;
import org.apache.spark.sql.catalyst.analysis.UnresolvedView;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.command.SetCommand;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.sources.BaseRelation;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Lets a session read the tables of some databases and nothing else: what is not known to be harmless is refused.
 *
 * Spark looks up what a statement names before a check of its plan, so each statement is looked at twice: as it was
 * written, before a name leads anywhere, and as it would be run.
 */
public final class ReadOnly {
    /** Commands that tell of what is there. */
    private static final Set COMMANDS = set(
        "ShowTables ShowTablesCommand ShowTablesExtended ShowNamespaces ShowNamespacesCommand ShowColumns "
        + "ShowColumnsCommand ShowDeltaTableColumnsCommand ShowTableProperties ShowTablePropertiesCommand ShowViews "
        + "ShowViewsCommand ShowFunctions ShowFunctionsCommand ShowCatalogsCommand ShowCurrentNamespaceCommand "
        + "ShowCreateTable ShowCreateTableCommand DescribeRelation DescribeTableCommand DescribeColumn "
        + "DescribeColumnCommand DescribeNamespace DescribeDatabaseCommand DescribeFunction DescribeFunctionCommand "
        + "DescribeQueryCommand ExplainCommand SetCatalogAndNamespace SetNamespaceCommand SetCommand");
    /** What queries are made of; ScriptTransformation, which runs programs of the machine, is not among it. */
    private static final Set OPERATORS = set(
        "Project Filter Join LateralJoin AsOfJoin Aggregate Sort GlobalLimit LocalLimit Offset Tail Distinct "
        + "Deduplicate Union Intersect Except SubqueryAlias WithCTE CTERelationDef CTERelationRef UnionLoop UnionLoopRef "
        + "Window Expand Generate Sample Repartition RepartitionByExpression RebalancePartitions LocalRelation "
        + "OneRowRelation OneRowRelation$ Range ResolvedHint ReturnAnswer CommandResult ResolvedNamespace "
        + "ResolvedNonPersistentFunc PipeOperator "
        // these no SQL brings about: Delta reads its logs by them, and a script hands on its result
        + "DeserializeToObject SerializeFromObject MapElements MapPartitions MapGroups AppendColumns TypedFilter "
        + "LogicalRDD ExternalRDD");
    /** Settings that a client may have otherwise, or that the server itself sets: none leads to another place or class. */
    private static final Set SETTINGS = set(
        "spark.sql.session.timeZone spark.sql.shuffle.partitions spark.sql.ansi.enabled spark.sql.adaptive.enabled "
        + "spark.sql.autoBroadcastJoinThreshold spark.sql.thriftserver.scheduler.pool spark.sql.hive.version "
        + "spark.sql.datetime.java8API.enabled spark.sql.binaryOutputStyle");

    /** The files of a log, which Delta alone reads so. */
    private static final String DELTA_LOG = "org.apache.spark.sql.delta.DeltaLogFileIndex";

    private final Set databases;
    private final Map settings;

    /** Readers of these databases alone, who may not have settings other than these but for the harmless ones. */
    public ReadOnly(java.util.List databases, Map settings) {
        this.databases = new HashSet(databases);
        this.settings = settings;
    }

    /** Every session that begins from now on beside the one that has these extensions only reads. */
    public void inject(SparkSessionExtensions extensions) {
        extensions.injectHintResolutionRule(new AbstractFunction1() {
            public Object apply(final Object session) {
                return new Rule() {
                    public TreeNode apply(TreeNode plan) {
                        checkSettings((SparkSession) session);
                        checkWritten((LogicalPlan) plan);
                        return plan;
                    }
                };
            }
        });
        extensions.injectCheckRule(new AbstractFunction1() {
            public Object apply(Object session) {
                return new AbstractFunction1() {
                    public Object apply(Object plan) {
                        checkResolved((LogicalPlan) plan);
                        return BoxedUnit.UNIT;
                    }
                };
            }
        });
    }

    private void checkSettings(SparkSession session) {
        RuntimeConfig conf = session.conf();
        Iterator set = conf.getAll().iterator();
        while (set.hasNext()) {
            Tuple2 pair = (Tuple2) set.next();
            if (!pair._2().equals(this.settings.get(pair._1()))) {
                checkSetting((String) pair._1());
            }
        }
    }

    private void checkSetting(String name) {
        // those of Hive are of a metastore that is not there
        if (!SETTINGS.contains(name) && !name.startsWith("hive.")) {
            throw refused("the setting " + name + " cannot be changed");
        }
    }

    private void checkWritten(LogicalPlan plan) {
        checkCommand(plan);
        if (plan.getClass().getSimpleName().endsWith("ExecuteImmediate") || plan instanceof ParsedStatement) {
            throw refused(plan);
        }
        if (plan instanceof UnresolvedRelation) {
            checkName(((UnresolvedRelation) plan).multipartIdentifier(), 1);
        } else if (plan instanceof UnresolvedTable) {
            checkName(((UnresolvedTable) plan).multipartIdentifier(), 1);
        } else if (plan instanceof UnresolvedTableOrView) {
            checkName(((UnresolvedTableOrView) plan).multipartIdentifier(), 1);
        } else if (plan instanceof UnresolvedView) {
            checkName(((UnresolvedView) plan).multipartIdentifier(), 1);
        } else if (plan instanceof UnresolvedIdentifier) {
            checkName(((UnresolvedIdentifier) plan).nameParts(), 1);
        } else if (plan instanceof UnresolvedNamespace) {
            checkName(((UnresolvedNamespace) plan).multipartIdentifier(), 0);
        }
        Iterator below = below(plan);
        while (below.hasNext()) {
            checkWritten((LogicalPlan) below.next());
        }
    }

    /** Names lead to the databases, or to nothing; the last `own` parts are those of a table itself. */
    private void checkName(Seq parts, int own) {
        String name = parts.mkString(".");
        Seq of = (Seq) parts.dropRight(own);
        if (!of.isEmpty() && "spark_catalog".equalsIgnoreCase((String) of.head())) {
            of = (Seq) of.tail();
        }
        if (of.size() > 1 || (!of.isEmpty() && !isReadable((String) of.head()))) {
            throw refused("only the tables of " + String.join(" and ", this.databases) + " can be read, not " + name);
        }
    }

    private boolean isReadable(String database) {
        return this.databases.contains(database.toLowerCase()) || "default".equalsIgnoreCase(database);
    }

    private void checkResolved(LogicalPlan plan) {
        boolean isCommand = checkCommand(plan);
        if (plan instanceof LogicalRelation) {
            checkRelation((LogicalRelation) plan);
        } else if (plan instanceof ResolvedTable) {
            String[] namespace = ((ResolvedTable) plan).identifier().namespace();
            checkTable(namespace.length == 1 ? namespace[0] : "");
        } else if (!isCommand && !(isSparks(plan) && OPERATORS.contains(plan.getClass().getSimpleName()))) {
            throw refused(plan);
        }
        checkExpressions(plan.expressions().iterator());
        Iterator below = below(plan);
        while (below.hasNext()) {
            checkResolved((LogicalPlan) below.next());
        }
    }

    private void checkRelation(LogicalRelation relation) {
        BaseRelation files = relation.relation();
        boolean isLog = files instanceof HadoopFsRelation
            && ((HadoopFsRelation) files).location().getClass().getName().equals(DELTA_LOG);
        if (!isLog) {
            Option table = relation.catalogTable();
            checkTable(table.isDefined() ? ((CatalogTable) table.get()).database() : "");
        }
    }

    private void checkTable(String database) {
        if (!isReadable(database)) {
            throw refused("only the tables of " + String.join(" and ", this.databases) + " can be read");
        }
    }

    private void checkExpressions(Iterator expressions) {
        while (expressions.hasNext()) {
            TreeNode expression = (TreeNode) expressions.next();
            if (expression instanceof CallMethodViaReflection) {
                throw refused("methods of Java cannot be called");
            }
            checkExpressions(expression.children().iterator());
        }
    }

    private boolean checkCommand(LogicalPlan plan) {
        if (!(plan instanceof Command)) {
            return false;
        }
        if (!(isSparks(plan) && COMMANDS.contains(plan.getClass().getSimpleName()))) {
            throw refused(plan);
        }
        if (plan instanceof SetCommand && ((SetCommand) plan).kv().isDefined()) {
            Tuple2 setting = (Tuple2) ((SetCommand) plan).kv().get();
            if (((Option) setting._2()).isDefined()) {
                checkSetting((String) setting._1());
            }
        }
        return true;
    }

    private static Iterator below(LogicalPlan plan) {
        return ((Seq) plan.children().concat(plan.subqueries())).iterator();
    }

    private static boolean isSparks(LogicalPlan plan) {
        return plan.getClass().getName().startsWith("org.apache.spark.sql.");
    }

    private static RuntimeException refused(LogicalPlan plan) {
        String name = plan.getClass().getSimpleName().replaceAll("(Command|Statement)?\\$?$", "");
        return refused(name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase() + " is not allowed");
    }

    private static RuntimeException refused(String what) {
        return new UnsupportedOperationException("dti sql only reads: " + what);
    }

    private static Set set(String names) {
        return new HashSet(Arrays.asList(names.split(" ")));
    }
}
