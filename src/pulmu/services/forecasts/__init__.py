"""Forecasts of the meters of a workspace: made by a job, kept with what they rest on, and shown again."""
