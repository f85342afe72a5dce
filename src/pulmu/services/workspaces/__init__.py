"""What people do in a workspace: plants in versions, reports from draft to frozen, evidence, comments, links."""
