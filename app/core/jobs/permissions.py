"""The permission to look after everybody's jobs."""

JOB_MANAGE = "core.job.manage"
