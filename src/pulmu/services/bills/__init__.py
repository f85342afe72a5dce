"""Bills of the meters of a workspace: computed, kept with what they rest on, compared and checked."""
