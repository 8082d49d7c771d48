/** The field that names the case a request belongs to. */
export const caseField = 'conformance-case'
