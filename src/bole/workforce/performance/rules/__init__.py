"""What holds on a probation, without a database: its weeks, its states, its end by the law, plan and
figures."""
