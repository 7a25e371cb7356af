/*
 * In place of Kerberos and LDAP, of which Debian has no static libraries. libpq then finds no
 * credentials, and no service in a directory, and goes on without, as it does where none are set
 * up.
 */
#include <stddef.h>

#define FAILS(type, result, name)                                                                  \
	type name(void);                                                                           \
	type name(void)                                                                            \
	{                                                                                          \
		return (type)(result);                                                             \
	}

/* The major status of an unavailable mechanism: GSS_S_UNAVAILABLE. */
enum { UNAVAILABLE = 16 << 16 };

const void *GSS_C_NT_HOSTBASED_SERVICE;
FAILS(unsigned, UNAVAILABLE, gss_acquire_cred)
FAILS(unsigned, UNAVAILABLE, gss_delete_sec_context)
FAILS(unsigned, UNAVAILABLE, gss_display_status)
FAILS(unsigned, UNAVAILABLE, gss_import_name)
FAILS(unsigned, UNAVAILABLE, gss_init_sec_context)
FAILS(unsigned, UNAVAILABLE, gss_release_buffer)
FAILS(unsigned, UNAVAILABLE, gss_release_cred)
FAILS(unsigned, UNAVAILABLE, gss_release_name)
FAILS(unsigned, UNAVAILABLE, gss_unwrap)
FAILS(unsigned, UNAVAILABLE, gss_wrap)
FAILS(unsigned, UNAVAILABLE, gss_wrap_size_limit)

FAILS(int, 0, ldap_count_entries)
FAILS(const char *, "LDAP is not built in", ldap_err2string)
FAILS(void *, NULL, ldap_first_entry)
FAILS(void *, NULL, ldap_get_values_len)
FAILS(void *, NULL, ldap_init)
FAILS(int, 0, ldap_msgfree)
FAILS(int, -1, ldap_result)
FAILS(int, -1, ldap_search_st)
FAILS(int, -1, ldap_set_option)
FAILS(int, -1, ldap_simple_bind)
FAILS(int, 0, ldap_unbind)
FAILS(int, 0, ldap_value_free_len)
