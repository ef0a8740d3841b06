"""The edge of the Stripe API: routes, parameters, shapes, refusals, versions, all from compiled facts."""
