"""HavenLake under Airflow 2.7 or later: ingest, curate, features of a study, in this order, once an hour; maintain daily.

The commands take up what is new since their last run, whatever the logical date: a repeated or late run does what is
left and no more, so there is nothing to catch up, and two runs never work at the same time. The logical date goes into
the log, so that a run can be found by it.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

HAVEN = "/opt/haven/bin/haven --home /srv/haven"


def stage(command: str, patience: timedelta) -> BashOperator:
    return BashOperator(
        task_id=command.split()[0],
        bash_command=f"echo 'logical date {{{{ ds }}}}' && {HAVEN} {command}",
        execution_timeout=patience,
    )


with DAG(
    dag_id="haven",
    schedule="@hourly",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=5)},
):
    (
        stage("ingest", timedelta(hours=1))
        >> stage("curate", timedelta(hours=2))
        >> stage("features --study outcomes", timedelta(hours=2))
        >> stage("status", timedelta(minutes=10))
    )

with DAG(
    dag_id="haven_maintain",
    schedule="30 3 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    # While a curate or a training of the other DAG goes on, haven refuses it in a sentence: it is tried for an hour.
    default_args={"retries": 12, "retry_delay": timedelta(minutes=5)},
):
    stage("maintain", timedelta(hours=3))
